"""Each change three times: someone may, someone may not, it is recorded."""
