namespace MediaAdmin.Catalog;

public static class CatalogSetup
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<ProductList>()
        .AddSingleton<Galleries>()
        .AddSingleton<GalleryOrder>()
        .AddSingleton<GalleryDiary>()
        .AddSingleton<GalleryPlacements>()
        .AddSingleton<VariantEditor>()
        .AddSingleton<ClientList>()
        .AddSingleton<ProductEditor>()
        .AddSingleton<AssetList>()
        .AddSingleton<AssetArchive>()
        .AddSingleton<AssetWording>()
        .AddSingleton<AssetPlacing>()
        .AddSingleton<DuplicateList>()
        .AddSingleton<LookalikeList>()
        .AddSingleton<AssetUses>();
}
