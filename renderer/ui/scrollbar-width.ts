/**
 * Tells the style sheets how wide a thin scroll bar is here: 0 where it lies over what it scrolls. What keeps room for
 * one can then take that room from its own edge, and nothing moves when the bar comes.
 */
export function tellScrollbarWidth(page: Document): void {
  const probe = page.createElement('div');
  probe.style.cssText = 'position:absolute;width:100px;height:10px;overflow-y:scroll;scrollbar-width:thin';
  page.body.append(probe);
  page.documentElement.style.setProperty('--scrollbar', `${probe.offsetWidth - probe.clientWidth}px`);
  probe.remove();
}
