/** The server answered, and said what is wrong. */
export class HybridError extends Error {
  readonly name = 'HybridError';

  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    readonly field: string | null = null,
    /** Seconds after which the same request will be taken, where the server knows. */
    readonly retryAfterS: number | null = null
  ) {
    super(message);
  }

  /** Whether the same request can succeed later: also once somebody has logged in again. */
  get isTemporary(): boolean {
    return this.status >= 500 || this.status === 429 || this.code === 'login_needed';
  }
}

/** The server could not be reached; nothing is known about what it did. */
export class NetworkError extends Error {
  readonly name = 'NetworkError';
}
