export { ComparePage } from './compare-page.tsx';
export { cancelComparison } from './comparison.ts';
