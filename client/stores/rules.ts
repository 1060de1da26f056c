import { ROLES, type CommandType, type Role } from '../../shared/show/commands.ts';
import type { Joined } from '../../shared/protocol/socket.ts';
import { may } from '../../shared/show/permissions.ts';

/** What the server judges a command by. Fetched once the page stands: it weighs as much as the page's own script. */
export { decide } from '../../shared/show/decide.ts';

const isRole = (role: string): role is Role => ROLES.some((each) => each === role);

/** Whether this person may send it in this show; where the server did not say who one is, it is left to judge. */
export function allowed(you: Joined['you'], type: CommandType): boolean {
  return you === undefined || (isRole(you.role) && may({ role: you.role, approver: you.approver }, type));
}
