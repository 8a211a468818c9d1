/** The gateway in Spring Boot: components, settings, health and failures in the ways of its users. */
package org.stox.camel.springboot;
