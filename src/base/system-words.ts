import { messageOf } from './message.ts';
import { own } from './own.ts';

/** What codes of the operating system mean to somebody who named a file, a folder or a port. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission is refused',
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EBUSY: 'another program is using it',
  EEXIST: 'it exists already',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'the machine has too many files open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'permission is refused',
  EROFS: 'it is on a file system that cannot be written',
};

/** Why a call of the operating system failed, in words; of any other error, its message. */
export function systemWords(error: unknown): string {
  return own(WORDS, systemCode(error) ?? '') ?? messageOf(error);
}

/** `ENOENT` and the like; undefined where the error does not come from the operating system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
