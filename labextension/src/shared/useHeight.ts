import React from 'react';

/** Calls `onHeight` with the height of an element, now and whenever it changes. */
export function useHeight(
  ref: React.RefObject<HTMLElement>,
  onHeight: (height_px: number) => void
): void {
  React.useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) {
      return;
    }
    const observer = new ResizeObserver(() => {
      onHeight(element.offsetHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [ref, onHeight]);
}
