import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

/** Resolves when a widget is in view for the first time; a tab in the background is not. */
export async function whenShown(widget: Widget): Promise<void> {
  if (widget.isVisible) {
    return;
  }
  await new Promise<void>(resolve => {
    const hook = (_: unknown, message: Message): boolean => {
      if (message.type === 'after-show' || message.type === 'after-attach') {
        // A hook is called before the widget knows that it is visible.
        queueMicrotask(() => {
          if (widget.isVisible) {
            MessageLoop.removeMessageHook(widget, hook);
            resolve();
          }
        });
      }
      return true;
    };
    MessageLoop.installMessageHook(widget, hook);
  });
}
