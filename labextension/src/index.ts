import { api } from './features/people/plugin';

export default [api];
