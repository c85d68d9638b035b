import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { HybridError, NetworkError } from './errors';
import type { IHybridApi } from './tokens';
import type {
  IAttempt,
  ICourse,
  ICourses,
  IExerciseKey,
  INewAttempt,
  IOpenedStep,
  IPerson,
  IPersona,
  IProgress,
  ISession,
  IStepKey,
  ITicket,
  SessionRole
} from './types';

interface IErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly field?: string | null;
}

/** The client of `openapi.yaml`; talks to this window's own Jupyter server only. */
export class HybridApi implements IHybridApi {
  constructor(
    private readonly _settings: ServerConnection.ISettings,
    readonly persona: string | null = null
  ) {}

  async me(): Promise<IPerson> {
    return this._get('hybrid/api/me');
  }

  async createPersona(name: string): Promise<IPersona> {
    return this._post('hybrid/api/personas', { name });
  }

  async courses(): Promise<ICourses> {
    return this._get('hybrid/api/courses');
  }

  async course(key: string): Promise<ICourse> {
    return this._get(`hybrid/api/courses/${encodeURIComponent(key)}`);
  }

  async progress(course: string): Promise<IProgress> {
    return this._get(`hybrid/api/courses/${encodeURIComponent(course)}/progress`);
  }

  async openStep(step: IStepKey): Promise<IOpenedStep> {
    return this._post(`hybrid/local/${stepPath(step)}/open`, {});
  }

  async latestAttempts(step: IStepKey): Promise<IAttempt[]> {
    const answer = await this._get<{ attempts: IAttempt[] }>(
      `hybrid/api/${stepPath(step)}/attempts`
    );
    return answer.attempts;
  }

  async createAttempt(exercise: IExerciseKey, attempt: INewAttempt): Promise<IAttempt> {
    const key = encodeURIComponent(exercise.exercise);
    return this._post(`hybrid/api/${stepPath(exercise)}/exercises/${key}/attempts`, attempt);
  }

  async sessions(): Promise<ISession[]> {
    const answer = await this._get<{ sessions: ISession[] }>('hybrid/api/sessions');
    return answer.sessions;
  }

  async session(key: string): Promise<ISession> {
    return this._get(`hybrid/api/sessions/${encodeURIComponent(key)}`);
  }

  async createSession(title: string): Promise<ISession> {
    return this._post('hybrid/api/sessions', { title });
  }

  async startSession(key: string): Promise<ISession> {
    return this._post(`hybrid/api/sessions/${encodeURIComponent(key)}/start`, {});
  }

  async endSession(key: string): Promise<ISession> {
    return this._post(`hybrid/api/sessions/${encodeURIComponent(key)}/end`, {});
  }

  async createTicket(session: string, role: SessionRole): Promise<ITicket> {
    return this._post(`hybrid/api/sessions/${encodeURIComponent(session)}/tickets`, { role });
  }

  liveUrl(session: string, document: string, ticket: string): string {
    const path = `hybrid/live/${encodeURIComponent(session)}/${encodeURIComponent(document)}`;
    return `${URLExt.join(this._settings.wsUrl, path)}?ticket=${encodeURIComponent(ticket)}`;
  }

  private async _get<T>(path: string): Promise<T> {
    return this._request<T>(path, { method: 'GET' });
  }

  private async _post<T>(path: string, body: unknown): Promise<T> {
    return this._request<T>(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' }
    });
  }

  private async _request<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    if (this.persona !== null) {
      headers.set('X-Hybrid-Persona', this.persona);
    }
    const response = await this._fetch(URLExt.join(this._settings.baseUrl, path), {
      ...init,
      headers
    });
    const text = await response.text();
    if (!response.ok) {
      throw toError(response, text);
    }
    return JSON.parse(text) as T;
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (error) {
      throw new NetworkError(error instanceof Error ? error.message : String(error));
    }
  }
}

function stepPath({ course, module, step }: IStepKey): string {
  const [c, m, s] = [course, module, step].map(encodeURIComponent);
  return `courses/${c}/modules/${m}/steps/${s}`;
}

function toError(response: Response, text: string): HybridError {
  let body: IErrorBody = {};
  try {
    body = JSON.parse(text) as IErrorBody;
  } catch {
    // a proxy's HTML page: the status has to do
  }
  return new HybridError(
    body.message ?? `${String(response.status)} ${response.statusText}`,
    body.code ?? 'unknown',
    response.status,
    body.field ?? null
  );
}
