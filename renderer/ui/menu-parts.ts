import { ContextMenu, DropdownMenu } from 'radix-ui';
import { createContext } from 'react';

/** Items look and act alike in a menu that opens from a button and in one that opens where the pointer is. */
export const menuParts = { dropdown: DropdownMenu, context: ContextMenu } as const;

/** Which of the two the items are in. */
export const MenuWay = createContext<keyof typeof menuParts>('dropdown');
