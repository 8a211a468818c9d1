/** What the codecs of all protocols share. */
package org.stox.protocol;
