export { RuleEditor } from './rule-editor.tsx';
export { WatchPage } from './watch-page.tsx';
