global using MicroK8s.Tests.Objects;
global using Xunit;
