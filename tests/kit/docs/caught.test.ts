import assert from 'node:assert/strict';
import { it } from 'node:test';
import { tellCaught } from '../../../src/examples/caught.ts';

for (const [text, told] of [
  ['} catch (error) {', '} catch (error) { caught(error);'],
  ['catch( error )\n{', 'catch( error )\n{ caught(error);'],
  ['catch (error: unknown) {', 'catch (error: unknown) { caught(error);'],
  ['catch (Throwable $e) {', 'catch (Throwable $e) { caught($e);'],
  ['catch (\\Throwable $e)\n{', 'catch (\\Throwable $e)\n{ caught($e);'],
  ['catch (A | B $e) {', 'catch (A | B $e) { caught($e);'],
  ['promise.catch((error) => {', 'promise.catch((error) => {'],
  ['catch {', 'catch {'],
] as const)
  it(`a catch tells what it has, and no line moves: ${JSON.stringify(text)}`, () => {
    assert.equal(tellCaught(text), told);
  });
