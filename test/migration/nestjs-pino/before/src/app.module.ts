import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { OrdersController } from './orders.controller';
import { OrdersService } from './orders.service';

@Module({
  imports: [LoggerModule.forRoot({ pinoHttp: { level: 'info', redact: ['req.headers.authorization'] } })],
  controllers: [OrdersController],
  providers: [OrdersService],
})
export class AppModule {}
