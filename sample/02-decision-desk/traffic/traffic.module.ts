import { Module } from '@nestjs/common';
import { TrafficGenerator } from './traffic.generator.js';

@Module({ providers: [TrafficGenerator] })
export class TrafficModule {}
