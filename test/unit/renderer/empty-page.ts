import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { dismissToast } from '../../../renderer/ui/toast.tsx';

/** Set up for every file: what a test showed and replaced is gone when the next one begins. */
afterEach(() => {
  // Toasts outlive the window that showed them.
  dismissToast();
  cleanup();
  vi.restoreAllMocks();
});
