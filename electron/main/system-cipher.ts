import { safeStorage } from 'electron';
import type { Cipher } from './secret-file.ts';

/**
 * Encryption with a key that the system keeps. A Linux desktop without a keychain gets a fixed password instead, which
 * hides keys from nobody who can read the file; that is said wherever they are shown (`plain`).
 */
export function systemCipher(platform: NodeJS.Platform): Cipher {
  const ways = waysOf(safeStorage);
  return {
    async kept() {
      const isPlain = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
      if (isPlain) safeStorage.setUsePlainTextEncryption(true);
      if (!(await ways.isThere())) return 'none';
      return isPlain ? 'plain' : 'keychain';
    },
    encrypt: ways.encrypt,
    decrypt: ways.decrypt,
  };
}

interface Ways {
  readonly isThere: () => Promise<boolean>;
  readonly encrypt: (text: string) => Promise<Buffer>;
  readonly decrypt: (bytes: Buffer) => Promise<string>;
}

/** What an Electron has that cannot do it without blocking. */
interface BlockingStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/**
 * What does not block comes first: the system may ask the person before it lets anybody at the keychain. An Electron that
 * somebody brings along, as Linux distributions do, may be too old to have it.
 */
function waysOf(storage: Electron.SafeStorage | BlockingStorage): Ways {
  if ('isAsyncEncryptionAvailable' in storage) {
    return {
      isThere: () => storage.isAsyncEncryptionAvailable(),
      encrypt: (text) => storage.encryptStringAsync(text),
      decrypt: async (bytes) => (await storage.decryptStringAsync(bytes)).result,
    };
  }
  // Asynchronous all the same, so that what throws rejects.
  return {
    isThere: async () => Promise.resolve(storage.isEncryptionAvailable()),
    encrypt: async (text) => Promise.resolve(storage.encryptString(text)),
    decrypt: async (bytes) => Promise.resolve(storage.decryptString(bytes)),
  };
}
