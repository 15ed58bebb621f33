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
  isThere(): Promise<boolean>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(bytes: Buffer): Promise<string>;
}

/**
 * What does not block comes first: the system may ask the person before it lets anybody at the keychain. An Electron that
 * somebody brings along, as Linux distributions do, may be too old to have it.
 */
function waysOf(storage: Electron.SafeStorage): Ways {
  if ('isAsyncEncryptionAvailable' in storage) {
    return {
      isThere: () => storage.isAsyncEncryptionAvailable(),
      encrypt: (text) => storage.encryptStringAsync(text),
      decrypt: async (bytes) => (await storage.decryptStringAsync(bytes)).result,
    };
  }
  const old = storage as Pick<
    Electron.SafeStorage,
    'isEncryptionAvailable' | 'encryptString' | 'decryptString'
  >;
  // What throws is to reject, as above.
  return {
    isThere: async () => Promise.resolve(old.isEncryptionAvailable()),
    encrypt: async (text) => Promise.resolve(old.encryptString(text)),
    decrypt: async (bytes) => Promise.resolve(old.decryptString(bytes)),
  };
}
