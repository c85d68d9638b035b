/**
 * Take the focus into a widget that was activated, unless it is there already.
 *
 * JupyterLab activates some widgets twice, and whoever is quick with Tab is further on by then.
 */
export function focusWidget(node: HTMLElement, first: HTMLElement | null = null): void {
  if (!node.contains(document.activeElement)) {
    (first ?? node).focus();
  }
}
