/** XML as a stream of XMPP may carry it, strict: bytes to trees and back (RFC 6120 §4 and §11). */
package org.stox.protocol.xml;
