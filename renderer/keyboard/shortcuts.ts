/** What the keyboard, the menus of the system and the menus of the window can ask for. */
export const commandIds = [
  'add_files',
  'add_folder',
  'start_pause',
  'open_result',
  'preview',
  'compare',
  'hold',
  'retry',
  'show',
  'next_up',
  'move_up',
  'move_down',
  'move_next',
  'remove',
  'undo',
  'search',
  'inspector',
  'details',
  'copy_json',
  'copy_command',
  'place_1',
  'place_2',
  'place_3',
  'place_4',
  'settings',
  'select_all',
  'region_next',
  'region_previous',
  'escape',
] as const;
export type CommandId = (typeof commandIds)[number];

/**
 * Where a key counts. `window`: everywhere but in dialogs, also while typing · `page`: not while typing, nor in menus ·
 * `list`: only when the list has the keyboard, or nothing has.
 */
export type Scope = 'window' | 'page' | 'list';

export interface Shortcut {
  readonly id: CommandId;
  /** `Mod+Shift+O`: Mod is Cmd on a Mac and Ctrl elsewhere. The first is the one that menus show. */
  readonly keys: readonly string[];
  /** Keys of a Mac, where they differ. */
  readonly mac?: readonly string[];
  readonly scope: Scope;
  /** Counts before the control that has the keyboard: a list of choices opens on Enter whatever is held with it. */
  readonly early?: boolean;
}

/** Every shortcut of the window, in the order of Settings, Shortcuts. */
export const shortcuts: readonly Shortcut[] = [
  { id: 'add_files', keys: ['Mod+O'], scope: 'window' },
  { id: 'add_folder', keys: ['Mod+Shift+O'], scope: 'window' },
  { id: 'start_pause', keys: ['Mod+Enter'], scope: 'window', early: true },
  { id: 'open_result', keys: ['Enter'], scope: 'list' },
  { id: 'preview', keys: ['Space'], scope: 'list' },
  { id: 'compare', keys: ['C'], scope: 'page' },
  { id: 'hold', keys: ['H'], scope: 'page' },
  { id: 'retry', keys: ['R'], scope: 'page' },
  { id: 'show', keys: ['Mod+R'], scope: 'page' },
  { id: 'copy_json', keys: ['Mod+J'], scope: 'page' },
  { id: 'copy_command', keys: ['Mod+Alt+C'], scope: 'page' },
  { id: 'select_all', keys: ['Mod+A'], scope: 'list' },
  { id: 'move_up', keys: ['Alt+Up'], scope: 'list' },
  { id: 'move_down', keys: ['Alt+Down'], scope: 'list' },
  { id: 'move_next', keys: ['Alt+Home'], scope: 'list' },
  { id: 'remove', keys: ['Delete'], mac: ['Backspace', 'Delete'], scope: 'list' },
  { id: 'undo', keys: ['Mod+Z'], scope: 'page' },
  { id: 'search', keys: ['Mod+F'], scope: 'window' },
  { id: 'inspector', keys: ['Mod+I'], scope: 'window' },
  { id: 'details', keys: ['Mod+D'], scope: 'window' },
  { id: 'region_next', keys: ['F6'], scope: 'window' },
  { id: 'region_previous', keys: ['Shift+F6'], scope: 'window' },
  { id: 'place_1', keys: ['Mod+1'], scope: 'window' },
  { id: 'place_2', keys: ['Mod+2'], scope: 'window' },
  { id: 'place_3', keys: ['Mod+3'], scope: 'window' },
  { id: 'place_4', keys: ['Mod+4'], scope: 'window' },
  { id: 'settings', keys: ['Mod+,'], scope: 'window' },
  { id: 'escape', keys: ['Escape'], scope: 'page' },
];

/** Whether the keys in front of the person are those of a Mac. The host may be another computer. */
export function isMac(platform: string = navigator.platform): boolean {
  return /^(Mac|iPhone|iPad)/.test(platform);
}

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The shortcut that a key press means; null when none. */
export function shortcutOf(press: KeyPress, mac: boolean): Shortcut | null {
  const pressed = written(press, mac);
  return (
    shortcuts.find(({ keys, mac: macKeys }) => ((mac ? macKeys : undefined) ?? keys).includes(pressed)) ??
    null
  );
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ' ': 'Space',
};

/** A key press as the table writes it. */
function written(press: KeyPress, mac: boolean): string {
  // Alt makes other letters on many keyboards (ç, ©), so the place of the key counts then.
  const letter = press.altKey ? /^Key([A-Z])$/.exec(press.code)?.[1] : undefined;
  const key = letter ?? names[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  return [
    (mac ? press.metaKey : press.ctrlKey) && 'Mod',
    (mac ? press.ctrlKey : press.metaKey) && 'Other',
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
    key,
  ]
    .filter((part) => part !== false)
    .join('+');
}

const plainWords: Readonly<Record<string, string>> = { Mod: 'Ctrl', Delete: 'Del', Escape: 'Esc' };
const macMarks: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
  Escape: 'Esc',
  Up: '↑',
  Down: '↓',
  Home: '↖',
};
/** The order in which a Mac writes its modifiers. */
const macOrder = ['Alt', 'Shift', 'Mod'];

/** The keys of a command as menus write them: `Ctrl R`, `⌘R`; undefined when it has none. */
export function keysOf(id: CommandId, mac: boolean = isMac()): string | undefined {
  // "Convert next" and "move to the front" are one thing to the keyboard.
  const wanted = id === 'next_up' ? 'move_next' : id;
  const shortcut = shortcuts.find((one) => one.id === wanted);
  const first = ((mac ? shortcut?.mac : undefined) ?? shortcut?.keys)?.[0];
  return first === undefined ? undefined : keysText(first, mac);
}

/** One combination of the table as people read it. */
export function keysText(keys: string, mac: boolean): string {
  const parts = keys.split('+');
  if (!mac) return parts.map((part) => plainWords[part] ?? part).join(' ');
  const ordered = [
    ...macOrder.filter((modifier) => parts.includes(modifier)),
    ...parts.filter((part) => !macOrder.includes(part)),
  ];
  return ordered.map((part) => macMarks[part] ?? part).join('');
}
