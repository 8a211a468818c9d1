/** Single messages: RFC 7572. */
package org.stox.service.im;
