import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { isRecord } from '../shared/stepRelease';
import { HybridError, NetworkError } from './errors';
import type { IHybridApi } from './tokens';
import type {
  IAnswerToGrade,
  IAnswers,
  IAttempt,
  ICourse,
  ICourses,
  IDryRun,
  IEnrolment,
  IExerciseKey,
  ILintReport,
  IMyData,
  INewAttempt,
  INewHandGrade,
  IOpenedCourse,
  IOpenedStep,
  IPerson,
  IPersona,
  IProgress,
  IRegrade,
  IReplacedStep,
  ISession,
  ISolution,
  IStepKey,
  IStepMark,
  IStepProgress,
  ITicket,
  IToGrade,
  IToGradeQuery,
  SessionRole,
  UpdateMode
} from './types';

/** Longest that grading may take (30 s by default), twice, for a class that presses Check at once. */
const LEAST_DEADLINE_MS = 60_000;

/** Half of a connection of 256 kbit/s, in bytes. */
const SLOWEST_BYTES_PER_S = 16_000;

/**
 * Milliseconds after which a request counts as lost.
 *
 * Without it one that a dead connection holds on to would never be sent again. It has to be generous:
 * at 500 ms of delay a new connection alone takes 2 s, and the answer comes after grading only.
 */
export function requestDeadline(nBytes: number): number {
  return LEAST_DEADLINE_MS + Math.ceil((nBytes / SLOWEST_BYTES_PER_S) * 1_000);
}

const JSON_BODY = { 'Content-Type': 'application/json' };

/** The client of `openapi.yaml`; talks to this window's own Jupyter server only. */
export class HybridApi implements IHybridApi {
  constructor(
    private readonly _settings: ServerConnection.ISettings,
    readonly persona: string | null = null
  ) {}

  async me(): Promise<IPerson> {
    // When a window opens, several features ask at once.
    this._me ??= this._get<IPerson>('hybrid/api/me').finally(() => {
      this._me = null;
    });
    return this._me;
  }

  async myData(): Promise<IMyData> {
    return this._get('hybrid/api/me/data');
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

  async enrol(course: string, code: string | null): Promise<IEnrolment> {
    const body = code === null ? {} : { code };
    return this._post(`hybrid/api/courses/${encodeURIComponent(course)}/enrolment`, body);
  }

  async openStep(step: IStepKey): Promise<IOpenedStep> {
    return this._post(`hybrid/local/${stepPath(step)}/open`, {});
  }

  async resetStep(step: IStepKey): Promise<IReplacedStep> {
    return this._post(`hybrid/local/${stepPath(step)}/reset`, {});
  }

  async updateStep(step: IStepKey, mode: UpdateMode): Promise<IReplacedStep> {
    return this._post(`hybrid/local/${stepPath(step)}/update`, { mode });
  }

  async markStep(
    step: IStepKey,
    mark: IStepMark,
    { isLeaving } = { isLeaving: false }
  ): Promise<IStepProgress> {
    return this._send('PUT', `hybrid/api/${stepPath(step)}/mark`, {
      body: JSON.stringify(mark),
      isLeaving
    });
  }

  async latestAttempts(step: IStepKey): Promise<IAttempt[]> {
    const answer = await this._get<{ attempts: IAttempt[] }>(
      `hybrid/api/${stepPath(step)}/attempts`
    );
    return answer.attempts;
  }

  async attempts(exercise: IExerciseKey): Promise<IAttempt[]> {
    const answer = await this._get<{ attempts: IAttempt[] }>(`${exercisePath(exercise)}/attempts`);
    return answer.attempts;
  }

  async answers(exercise: IExerciseKey, attempt: string): Promise<IAnswers> {
    return this._get(`${attemptPath(exercise, attempt)}/answers`);
  }

  async createAttempt(exercise: IExerciseKey, attempt: INewAttempt): Promise<IAttempt> {
    return this._post(`${exercisePath(exercise)}/attempts`, attempt);
  }

  async attempt(exercise: IExerciseKey, attempt: string): Promise<IAttempt> {
    return this._get(attemptPath(exercise, attempt));
  }

  async cancelAttempt(exercise: IExerciseKey, attempt: string): Promise<IAttempt> {
    const signal = AbortSignal.timeout(requestDeadline(0));
    return this._request(attemptPath(exercise, attempt), { method: 'DELETE', signal });
  }

  async solution(exercise: IExerciseKey): Promise<ISolution> {
    return this._get(`${exercisePath(exercise)}/solution`);
  }

  async giveUp(exercise: IExerciseKey): Promise<ISolution> {
    return this._post(`${exercisePath(exercise)}/give-up`, {});
  }

  async toGrade(course: string, query: IToGradeQuery): Promise<IToGrade> {
    return this._get(`${gradingPath(course)}?${toGradeParameters(query).toString()}`);
  }

  async answerToGrade(course: string, attempt: string, isBlind: boolean): Promise<IAnswerToGrade> {
    const path = `${gradingPath(course)}/${encodeURIComponent(attempt)}`;
    return this._get(`${path}?blind=${String(isBlind)}`);
  }

  async giveGrade(
    course: string,
    { attempt, cell, isBlind }: { attempt: string; cell: string; isBlind: boolean },
    grade: INewHandGrade
  ): Promise<IAnswerToGrade> {
    const [a, c] = [attempt, cell].map(encodeURIComponent);
    return this._send('PUT', `${gradingPath(course)}/${a}/cells/${c}?blind=${String(isBlind)}`, {
      body: JSON.stringify(grade),
      isLeaving: false
    });
  }

  async regrade(exercise: IExerciseKey): Promise<IRegrade> {
    return this._get(`${exercisePath(exercise)}/regrade`);
  }

  async beginRegrade(exercise: IExerciseKey): Promise<IRegrade> {
    return this._post(`${exercisePath(exercise)}/regrade`, {});
  }

  async cancelRegrade(exercise: IExerciseKey): Promise<IRegrade> {
    const signal = AbortSignal.timeout(requestDeadline(0));
    return this._request(`${exercisePath(exercise)}/regrade`, { method: 'DELETE', signal });
  }

  async applyRegrade(exercise: IExerciseKey, id: string): Promise<IRegrade> {
    return this._post(`${exercisePath(exercise)}/regrade/apply`, { id });
  }

  async openCourseFolder(path: string): Promise<IOpenedCourse> {
    return this._post('hybrid/local/authoring/courses', { path });
  }

  async newCourse(path: string, title: string): Promise<IOpenedCourse> {
    return this._post('hybrid/local/authoring/new', { path, title });
  }

  async lint(path: string): Promise<ILintReport> {
    return this._postSlow('hybrid/local/authoring/lint', { path });
  }

  async dryRun(path: string, exercise: string | null): Promise<IDryRun[]> {
    const body = exercise === null ? { path } : { path, exercise };
    const answer = await this._postSlow<{ exercises: IDryRun[] }>(
      'hybrid/local/authoring/dry-run',
      body
    );
    return answer.exercises;
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
    const signal = AbortSignal.timeout(requestDeadline(0));
    return this._request<T>(path, { method: 'GET', signal });
  }

  private async _post<T>(path: string, value: unknown): Promise<T> {
    return this._send('POST', path, { body: JSON.stringify(value), isLeaving: false });
  }

  /** For what takes as long as the author's notebooks do. */
  private async _postSlow<T>(path: string, value: unknown): Promise<T> {
    const body = JSON.stringify(value);
    return this._request<T>(path, { method: 'POST', body, headers: JSON_BODY });
  }

  private async _send<T>(
    method: 'POST' | 'PUT',
    path: string,
    { body, isLeaving }: { readonly body: string; readonly isLeaving: boolean }
  ): Promise<T> {
    const signal = AbortSignal.timeout(requestDeadline(body.length));
    const init = { method, keepalive: isLeaving, body, headers: JSON_BODY, signal };
    return this._request<T>(path, init);
  }

  private async _request<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    if (this.persona !== null) {
      headers.set('X-Hybrid-Persona', this.persona);
    }
    const url = URLExt.join(this._settings.baseUrl, path);
    const { response, text } = await this._fetch(url, { ...init, headers });
    if (!response.ok) {
      throw toError(response, text);
    }
    return JSON.parse(text) as T;
  }

  private async _fetch(
    url: string,
    init: RequestInit
  ): Promise<{ response: Response; text: string }> {
    try {
      const response = await ServerConnection.makeRequest(url, init, this._settings);
      // A connection can be cut in the middle of an answer too.
      return { response, text: await response.text() };
    } catch (error) {
      throw new NetworkError(error instanceof Error ? error.message : String(error));
    }
  }

  private _me: Promise<IPerson> | null = null;
}

function stepPath({ course, module, step }: IStepKey): string {
  const [c, m, s] = [course, module, step].map(encodeURIComponent);
  return `courses/${c}/modules/${m}/steps/${s}`;
}

function exercisePath(exercise: IExerciseKey): string {
  return `hybrid/api/${stepPath(exercise)}/exercises/${encodeURIComponent(exercise.exercise)}`;
}

function gradingPath(course: string): string {
  return `hybrid/api/courses/${encodeURIComponent(course)}/grading`;
}

function toGradeParameters(query: IToGradeQuery): URLSearchParams {
  const { state, exercise, offset, limit, isBlind } = query;
  return new URLSearchParams({
    state,
    offset: String(offset),
    limit: String(limit),
    blind: String(isBlind),
    ...(exercise === null
      ? {}
      : { module: exercise.module, step: exercise.step, exercise: exercise.exercise })
  });
}

function attemptPath(exercise: IExerciseKey, attempt: string): string {
  return `${exercisePath(exercise)}/attempts/${encodeURIComponent(attempt)}`;
}

function toError(response: Response, text: string): HybridError {
  const { message, code, field, retry_after_s: retryAfterS } = errorBody(text);
  return new HybridError(
    typeof message === 'string' ? message : `${String(response.status)} ${response.statusText}`,
    typeof code === 'string' ? code : 'unknown',
    response.status,
    typeof field === 'string' ? field : null,
    typeof retryAfterS === 'number' ? retryAfterS : retryAfter(response)
  );
}

/** What an error says of itself; nothing where it comes from a proxy, as a page or as other JSON. */
function errorBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

/** Seconds that a proxy wants to be left alone, or null where it names none, or a date. */
function retryAfter({ headers }: Response): number | null {
  const seconds = headers.get('Retry-After')?.trim() ?? '';
  return /^\d{1,9}$/.test(seconds) ? Number(seconds) : null;
}
