// The messenger port over Slack's Web API. One try a call: who calls decides about pacing and repeating.
import type { Messenger } from '#ports/messenger.ts';
import { Done } from './client.ts';
import { createDirectory } from './directory.ts';
import { sendFile, uploadImage } from './files.ts';
import { readGroups } from './groups.ts';
import { direct, edit, post, whisper } from './post.ts';
import type { PostDeps } from './post.ts';

export function createMessenger(deps: PostDeps): Messenger {
  return {
    post: (posting) => post(deps, posting),
    edit: (channel, ts, message) => edit(deps, channel, ts, message),
    whisper: (channel, to, message) => whisper(deps, channel, to, message),
    direct: (to, posting) => direct(deps, to, posting),
    uploadImage: (file) => uploadImage(deps, file),
    sendFile: (to, file, comment) => sendFile(deps, to, file, comment),
    groups: () => readGroups(deps.slack),
    publishHome: async (person, view) => void (await deps.slack.call('views.publish', { user_id: person, view }, Done)),
    ...createDirectory({ slack: deps.slack }),
  };
}
