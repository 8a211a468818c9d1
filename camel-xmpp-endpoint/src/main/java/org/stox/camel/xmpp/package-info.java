/** The xmpp-component: component (XEP-0114). */
package org.stox.camel.xmpp;
