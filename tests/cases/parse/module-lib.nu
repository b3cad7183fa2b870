# What use-module.nu and user-space.nu read.
export def a [] { }
export def b [] { }
