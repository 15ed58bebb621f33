export { useLiveMessages } from './use-live-messages.ts';
