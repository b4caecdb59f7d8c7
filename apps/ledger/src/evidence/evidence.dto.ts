/** What an export of evidence takes. */
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { INQUIRY_SCOPES, type InquiryScope } from '#accountability';
import { DocumentParameter, NameParameter } from '../query/parameters.js';

export class EvidenceRequestDto {
  @ApiProperty({ enum: INQUIRY_SCOPES, description: 'What the bundle is about.', example: 'case' }) @IsIn(INQUIRY_SCOPES) readonly scope: InquiryScope;
  @NameParameter({ description: 'Its number; of another county than the account\'s with @ and the 6 digits of it.', required: true }) readonly about: string;
  @NameParameter({ description: 'Which organ asks.', required: true }) readonly organ: string;
  @NameParameter({ description: 'Under which document: at most 60 characters.', required: true }) readonly docNo: string;
  @DocumentParameter({ description: 'A signed checkpoint of an earlier visit, as a note: the bundle then proves that its own continues it.' }) readonly since?: string;
}
