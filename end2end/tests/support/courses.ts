// Courses and enrollments as other programs see and change them: the course-service tells of courses
// by events and of progress over REST.

import { expect, request } from '@playwright/test';
import { connect } from 'amqplib';
import { randomUUID } from 'node:crypto';
import { isKnownCourse } from './database';
import { serviceToken, type Person } from './people';
import { brokerUrl, exchange, site } from './places';

export interface Course {
  id: string;
  title: string;
}

export type Status = 'active' | 'completed' | 'dropped' | 'suspended';

/** A word that is in no other title. */
export function newWord(): string {
  return `${Date.now()}${Math.floor(Math.random() * 1_000_000)}`;
}

/** The course-service publishes courses of these titles; they are in the catalogue afterwards. */
export async function publish(...titles: string[]): Promise<Course[]> {
  const courses = titles.map((title) => ({ id: randomUUID(), title }));
  const connection = await connect(brokerUrl);
  const channel = await connection.createConfirmChannel();
  for (const { id, title } of courses) {
    const event = {
      id: randomUUID(),
      type: 'course.published',
      source: 'course-service',
      data: { courseId: id, title },
      timestamp: new Date().toISOString(),
    };
    channel.publish(exchange, event.type, Buffer.from(JSON.stringify(event)), { messageId: event.id, contentType: 'application/json' });
  }
  await channel.waitForConfirms();
  await connection.close();
  for (const { id } of courses) await expect.poll(() => isKnownCourse(id)).toBe(true);
  return courses;
}

/** Somebody takes a course, up to this progress. */
export async function take(person: Person, course: Course, progress?: number): Promise<void> {
  await call(person, 'POST', '', { courseId: course.id });
  if (progress !== undefined) await report(person, course, progress);
}

export async function report(person: Person, course: Course, progress: number, occurredAt?: string): Promise<void> {
  await call(person, 'PUT', `/${course.id}/progress`, { progress, occurredAt });
}

export async function move(person: Person, course: Course, status: Status): Promise<void> {
  await call(person, 'PUT', `/${course.id}`, { enrollmentStatus: status });
}

/** How somebody's courses stand, dropped ones too: status by id. */
export async function standings(person: Person): Promise<Record<string, Status>> {
  const all = (await call(person, 'GET', '?status=all&limit=100')) as { courseId: string; enrollmentStatus: Status }[];
  return Object.fromEntries(all.map(({ courseId, enrollmentStatus }) => [courseId, enrollmentStatus]));
}

async function call(person: Person, method: string, path: string, data?: object): Promise<unknown> {
  const token = serviceToken('enrollments:read enrollments:write');
  const api = await request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const answer = await api.fetch(`${site}/api/v1/users/${person.id}/enrollments${path}`, { method, data });
  const body = await answer.json();
  await api.dispose();
  expect(answer.ok(), JSON.stringify(body)).toBe(true);
  return body.data;
}
