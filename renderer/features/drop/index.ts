export { addPaths, chooseFiles, chooseFolder } from './add-files.ts';
export { BrowseDialog } from './browse-dialog.tsx';
export { DropPanel } from './drop-panel.tsx';
export { offeredPresets } from './dragged.ts';
export { dropWatch } from './listen-to-drops.ts';
export { HoveringContext } from './hovering-context.ts';
export { SendingPanel } from './sending-panel.tsx';
export { useHovering } from './use-hovering.ts';
