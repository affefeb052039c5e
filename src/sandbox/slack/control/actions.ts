// Everything that another process may ask of the sandbox by POST /_sandbox/<name>.
import type { Actions } from './action.ts';
import { faultActions } from './fault-actions.ts';
import { personActions } from './person-actions.ts';
import { workspaceActions } from './workspace-actions.ts';

export const ACTIONS: Actions = { ...personActions, ...workspaceActions, ...faultActions };
