// HubSpot keeps the CRM contract, with and without a property of its own for our keys.
import { property } from '#sandbox/hubspot/properties.ts';
import { describeCrmContract } from '../../contracts/crm-contract.ts';
import { openHarness } from './a-hubspot-crm.ts';

const key = property('signalbox_key', 'Signalbox key', { unique: true });

describeCrmContract('HubSpot', () => openHarness());
describeCrmContract('HubSpot with a key property', () => openHarness({ properties: { deals: [key], tasks: [key] } }));
