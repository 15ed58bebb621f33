export { ConnectionSide } from './connection-editor.tsx';
export { ConnectionsPage } from './connections-page.tsx';
