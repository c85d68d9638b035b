import { authoring } from './features/authoring/plugin';
import { courses } from './features/courses/plugin';
import { exercises } from './features/exercises/plugin';
import { grading } from './features/grading/plugin';
import { api, myData, personas } from './features/people/plugin';
import { player } from './features/player/plugin';
import { progress } from './features/progress/plugin';
import { goLive, liveSessions } from './features/sessions/plugin';
import { widgets } from './features/widgets/plugin';

export default [
  api,
  personas,
  myData,
  progress,
  exercises,
  courses,
  player,
  widgets,
  liveSessions,
  goLive,
  authoring,
  grading
];
