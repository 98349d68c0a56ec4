using System.Diagnostics.CodeAnalysis;
using System.Net;
using Kmip.KeyProviders;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kmip.Server.Kestrel;

/// <summary>The steps in which a server is put together. Each part is made once, by the host's services, and disposed by them.</summary>
public static class KmipServerBuilderExtensions
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Adds the operations of <see cref="StandardOperations"/>.</summary>
    public static IKmipServerBuilder AddStandardOperations(this IKmipServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (OperationHandler handler in StandardOperations.Create())
        {
            builder.Services.AddSingleton(handler);
        }

        return builder;
    }

    /// <summary>Adds an operation, also a vendor's own; it takes the place of one that was added before for the same operation.</summary>
    /// <typeparam name="THandler">Its constructor is given services of the host.</typeparam>
    public static IKmipServerBuilder AddOperation<[DynamicallyAccessedMembers(Constructors)] THandler>(this IKmipServerBuilder builder)
        where THandler : OperationHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<OperationHandler, THandler>();
        return builder;
    }

    /// <summary>Keeps objects in a store.</summary>
    /// <typeparam name="TStore">Its constructor is given services of the host, the key provider among them.</typeparam>
    public static IKmipServerBuilder UseStore<[DynamicallyAccessedMembers(Constructors)] TStore>(this IKmipServerBuilder builder)
        where TStore : class, IManagedObjectStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IManagedObjectStore, TStore>());
        return builder;
    }

    /// <summary>Keeps objects in a store that is made by the caller's code.</summary>
    public static IKmipServerBuilder UseStore(this IKmipServerBuilder builder, Func<IServiceProvider, IManagedObjectStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }

    /// <summary>Decides with a policy who may do what. Without this step only Query and Discover Versions are answered.</summary>
    /// <typeparam name="TPolicy">Its constructor is given services of the host.</typeparam>
    public static IKmipServerBuilder UseAccessPolicy<[DynamicallyAccessedMembers(Constructors)] TPolicy>(this IKmipServerBuilder builder)
        where TPolicy : class, IAccessPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IAccessPolicy, TPolicy>());
        return builder;
    }

    /// <summary>Decides with a policy that is made by the caller's code.</summary>
    public static IKmipServerBuilder UseAccessPolicy(this IKmipServerBuilder builder, Func<IServiceProvider, IAccessPolicy> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }

    /// <summary>
    /// Seals every object under a key provider: without the provider's key the objects of the store are of no use. The store must be an
    /// <see cref="ISealedStore"/>; with another the host does not start.
    /// </summary>
    /// <typeparam name="TProvider">Its constructor is given services of the host: register its options there.</typeparam>
    public static IKmipServerBuilder UseKeyProvider<[DynamicallyAccessedMembers(Constructors)] TProvider>(this IKmipServerBuilder builder)
        where TProvider : class, IKeyProvider
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IKeyProvider, TProvider>());
        return builder;
    }

    /// <summary>Seals every object under a key provider that is made by the caller's code.</summary>
    public static IKmipServerBuilder UseKeyProvider(this IKmipServerBuilder builder, Func<IServiceProvider, IKeyProvider> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }

    /// <summary>Opens an endpoint on Kestrel; port 0 lets the system choose.</summary>
    public static IKmipServerBuilder Listen(this IKmipServerBuilder builder, IPEndPoint endPoint, KmipListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Listen(endPoint, listen => listen.UseKmip(options)));
        return builder;
    }
}
