import { safeStorage } from 'electron';
import type { Cipher } from './secret-file.ts';

/**
 * Encryption with a key that the system keeps. A Linux desktop without a keychain gets a fixed password instead, which
 * hides keys from nobody who can read the file; that is said wherever they are shown (`plain`).
 */
export function systemCipher(platform: NodeJS.Platform): Cipher {
  return {
    async kept() {
      const isPlain = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
      if (isPlain) safeStorage.setUsePlainTextEncryption(true);
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none';
      return isPlain ? 'plain' : 'keychain';
    },
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    decrypt: async (bytes) => (await safeStorage.decryptStringAsync(bytes)).result,
  };
}
