export { EmptyQueue } from './empty-queue.tsx';
