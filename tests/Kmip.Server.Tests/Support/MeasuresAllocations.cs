namespace Kmip.Server.Tests.Support;

/// <summary>Tests that measure what the whole process allocates: they run while no others do.</summary>
[CollectionDefinition(nameof(MeasuresAllocations), DisableParallelization = true)]
public sealed class MeasuresAllocations;
