export { PresetPicker } from './preset-picker.tsx';
export { PresetsDialog } from './presets-dialog.tsx';
export { SavePresetDialog } from './save-preset-dialog.tsx';
export { presetFacts } from './preset-facts.ts';
export { presetName, useFactSpeech } from './speech.ts';
