using Microsoft.Extensions.DependencyInjection;

namespace Kmip.Server.Kestrel;

/// <summary>Puts a KMIP server together; the steps are the methods of <see cref="KmipServerBuilderExtensions"/>.</summary>
public interface IKmipServerBuilder
{
    /// <summary>Where the parts of the server are registered.</summary>
    IServiceCollection Services { get; }
}
