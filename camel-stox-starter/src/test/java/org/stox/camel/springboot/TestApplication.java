package org.stox.camel.springboot;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** What any application is: the starter on its class path. */
@SpringBootConfiguration
@EnableAutoConfiguration
class TestApplication {
}
