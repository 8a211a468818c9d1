/** What every home of the gateway does alike, be it a plain program, Spring Boot or Karaf: settings, sentences, the error handler. */
package org.stox.camel.home;
