namespace Kmip.Server.Tests.Support;

/// <summary>Tests that count what the whole process allocates: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInProcess
{
    public const string Name = "Alone in the process";
}
