// The table of every Web API method that this workspace answers.
import { appMethods } from './app.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { conversationListMethods } from './conversation-lists.ts';
import { directoryMethods } from './directory.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import type { Methods } from './method.ts';
import { scheduledMessageMethods } from './scheduled-messages.ts';
import { unfurlMethods } from './unfurl.ts';
import { viewMethods } from './views.ts';

export const METHODS: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...conversationListMethods,
  ...directoryMethods,
  ...fileMethods,
  ...historyMethods,
  ...scheduledMessageMethods,
  ...unfurlMethods,
  ...viewMethods,
};
