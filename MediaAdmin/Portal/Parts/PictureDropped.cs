using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Parts;

/// <summary>A picture was dragged onto a gallery (js/picture-drag.js): to this place in its own, counted from 1, or without a place from another gallery.</summary>
public sealed class PictureDroppedEventArgs : EventArgs
{
    public long Asset { get; set; }
    public int? Place { get; set; }
}

/// <summary>The portal's own events of the browser, by the names that markup uses.</summary>
[EventHandler("onpicturedropped", typeof(PictureDroppedEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
