import type { INewAttempt } from '../../api/types';
import type { IOutboxEntry } from './outboxStore';

/** The Check of each exercise that was pressed last, here or in another tab. */
export class LatestChecks {
  /** Take a Check as the latest of its exercise. */
  press(entry: IOutboxEntry): void {
    this._entries.set(entry.exercise.exercise, entry);
  }

  /** Whether no other Check of its exercise was pressed after it; then it is the latest. */
  isLatest(entry: IOutboxEntry): boolean {
    const latest = this._entries.get(entry.exercise.exercise);
    if (latest === undefined || latest.pressedAt < entry.pressedAt) {
      this.press(entry);
      return true;
    }
    return latest.id === entry.id;
  }

  /** Whether the latest Check of an exercise handed in the same. */
  isSame(exercise: string, content: Omit<INewAttempt, 'id'>): boolean {
    const latest = this._entries.get(exercise);
    return latest !== undefined && fingerprint(latest.attempt) === fingerprint(content);
  }

  private readonly _entries = new Map<string, IOutboxEntry>();
}

function fingerprint({ release, answers, free }: Omit<INewAttempt, 'id'>): string {
  return JSON.stringify([release, answers, free ?? []]);
}
