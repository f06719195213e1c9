// npm run pictures: makes those in docs/images anew. Look at them before you commit them.
import { chromium } from 'playwright'
import { launchOptions } from '../../scripts/find-browser.ts'
import { pictureDemo } from './demo.ts'
import { pictureInbox } from './inbox.ts'
import { pictureToasters } from './toasters.ts'

const browser = await chromium.launch(launchOptions())
await pictureToasters(browser)
await pictureDemo(browser)
await pictureInbox(browser)
await browser.close()
